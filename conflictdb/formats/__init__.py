"""How figures are written in languages where Django would have it otherwise (docs/adr/0008)."""
