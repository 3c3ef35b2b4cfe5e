"""Tables of @x/nn: modules made after manualSeed, whole models, and what training does to them."""
