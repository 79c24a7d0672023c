"""Pages of outcomes: response, survival, PFS ratio, matched against unmatched; sections, tables and picture data (pure)."""
