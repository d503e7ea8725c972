"""The commands of ``chorus`` that have several of their own, and what commands share."""
