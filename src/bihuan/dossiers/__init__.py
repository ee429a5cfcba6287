"""What is known of a unit: before a visit, and as of any past day, with the chain's proof."""
