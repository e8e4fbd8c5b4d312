"""Live events over Socket.IO: connections, messages and their payloads, rates, announcements."""
