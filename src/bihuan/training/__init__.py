"""Training and drills: sessions with sign-in and exam, hours against what is asked, plans and drills with what they taught."""
