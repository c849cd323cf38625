"""From translated papers to per-summit briefs, English summaries and review pages."""
