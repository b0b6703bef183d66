"""Where bounds must lie: genuine and false values of takes, and what tells them apart."""
