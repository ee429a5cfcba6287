"""What is known of a unit: before a visit; as of any past day, with the chain's proof; its file (一企一册), whole or not, frozen by date."""
