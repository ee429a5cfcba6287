"""The board on the meeting room's big screen: figures of the registry alone."""
