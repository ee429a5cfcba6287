"""The shell: sign-in, the door of rights, navigation, desk and the pages."""
