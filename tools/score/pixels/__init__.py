"""What the pixels of a take say without any model: delivery, light, motion, copies."""
