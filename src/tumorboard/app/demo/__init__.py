"""A registry for trying out: invented people, real knowledge.  See docs/web.md."""
