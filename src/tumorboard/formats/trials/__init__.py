"""Files that trials and the patients of trial matchers come in."""
