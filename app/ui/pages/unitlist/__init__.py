"""单位: who has what, orders and their feedback, units as they are; 交办."""
