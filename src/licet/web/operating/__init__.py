"""What operating the site asks of it: settings that refuse to start unsafe, health, logs without personal data, and metrics."""
