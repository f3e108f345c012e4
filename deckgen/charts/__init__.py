"""Chart forms: from an exhibit to a ChartSpec."""
