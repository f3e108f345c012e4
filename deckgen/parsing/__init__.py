"""Reading strangers' JSON, HTML, feeds, dates and addresses."""
