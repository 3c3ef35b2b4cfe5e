const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** @example count(61706) // '61,706' */
export function count(value: number): string {
  return grouped.format(value);
}

/** @example percent(0.98125) // '98.13 %' */
export function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

/** @example duration(125) // '2 min 05 s' */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two((whole % 3600) / 60)} min`;
}
