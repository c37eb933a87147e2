// What people read of something that was thrown.
export function error_text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
