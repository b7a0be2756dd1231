"""Nobody looks a message up by the provider's id alone: its index cost each message two writes for nothing."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.drop_index("ix_message_provider_id", "message")


def downgrade() -> None:
    op.create_index("ix_message_provider_id", "message", ["provider_id"])
