"""The fictional web behind the sample clients: seeded conversations, answered in each service's wire format."""
