"""One recipe for each R tool: how its options and outputs map onto improve.charts."""
