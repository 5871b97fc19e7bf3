"""Files written so that others never see half of them."""
