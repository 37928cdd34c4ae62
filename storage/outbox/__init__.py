"""What has to be told to Telegram: messages once, cards as often as they change."""
