-- Which message of a chat is the next: asked with each claim, so that none overtakes another.
CREATE INDEX outbox_chat_pending ON outbox (chat_id, priority, due, id) WHERE state = 'pending';

-- An errand under way is `doing`: its key is free for a new promise meanwhile.
CREATE INDEX errand_doing ON errand (held_until) WHERE state = 'doing';
