"""通知: who hears what, when and by which way, decided in one place."""
