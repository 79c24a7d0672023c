"""Kinds of contradiction between conjuncts, each certain where it is found."""
