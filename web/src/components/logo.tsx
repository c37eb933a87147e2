// The tusk: one curve, in the accent.
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path
        fill="var(--on-accent)"
        d="M6.6 8.2c3.4-1.7 7.200-1.500 9.500.6.8 5.200 3.900 9 9.700 10.600.7.2.7 1.200 0 1.400C15.600 24 7.400 18.800 6.600 8.200Z"
      />
    </svg>
  );
}
