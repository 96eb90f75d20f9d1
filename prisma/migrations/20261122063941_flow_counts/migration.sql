-- DropIndex
DROP INDEX "flow_step_flow_at_idx";

-- CreateIndex
CREATE INDEX "flow_entry_flow_created_at_idx" ON "flow_entry"("flow", "created_at");

-- CreateIndex
CREATE INDEX "flow_step_flow_at_run_id_step_seq_kind_idx" ON "flow_step"("flow", "at", "run_id", "step", "seq", "kind");
