"""What circled takes are compared by across a scene and a film."""
