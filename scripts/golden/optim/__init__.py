"""Tables of @x/optim: parameters after every step on a small problem."""
