"""How LeadQual looks: tokens, and the one Theme that turns them into palette, fonts, icons and style."""
