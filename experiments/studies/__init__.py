"""Studies that ship with the project: a design here, its findings beside it, and a page in the documentation made from them."""
