"""Tables of @x/functional: results and gradients."""
