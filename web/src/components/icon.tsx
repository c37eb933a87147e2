// Line icons on a 24 grid, drawn with the text's colour.
const shapes = {
  contacts:
    'M5 4h13a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5zM5 4v16M3 8h3M3 12h3M3 16h3M12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4M8.800 16c.4-1.400 1.700-2 3.200-2s2.800.6 3.200 2',
  persons:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M3 20c0-3.300 2.700-5.500 6-5.500s6 2.200 6 5.500M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.800c1.900.8 3 2.700 3 5.200',
  person:
    'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.500 20.500c.6-3.800 3.500-6 7.500-6s6.900 2.200 7.500 6',
  computer: 'M4 5h16v11H4zM9 20h6M12 16v4',
  mobile: 'M8 3h8v18H8zM11 18h2',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  sync: 'M4 12a8 8 0 0 1 13.700-5.700L20 8.500M20 4v4.500h-4.500M20 12a8 8 0 0 1-13.700 5.700L4 15.500M4 20v-4.500h4.500',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20 20l-4-4',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  chevron_down: 'M6 9.500l6 6 6-6',
  chevron_right: 'M9.500 6l6 6-6 6',
  back: 'M19 12H5M11 6l-6 6 6 6',
  phone:
    'M6 3.500h3l1.500 4.500-2 1.500a12 12 0 0 0 6 6l1.500-2 4.500 1.500v3a2 2 0 0 1-2.200 2A17 17 0 0 1 4 5.700 2 2 0 0 1 6 3.500',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  map: 'M12 21s7-6.200 7-11.500a7 7 0 0 0-14 0C5 14.800 12 21 12 21M12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  expand: 'M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7',
  panel: 'M4 5h16v14H4zM14 5v14',
  menu: 'M4 7h16M4 12h16M4 17h16',
  collapse: 'M4 5h16v14H4zM9 5v14M16 10l-2 2 2 2',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400',
  log_out: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  warning: 'M12 4L2.500 20h19zM12 10v4.500M12 17.300h.01',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5M12 8h.01',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5M9 9h6M9 13h3',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13',
  pause: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.500 12h7',
  undo: 'M8 5L4 9l4 4M4 9h10a5.500 5.500 0 0 1 0 11h-3',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  building: 'M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3',
  registers: 'M5 4h14v5H5zM5 9v6h14V9M5 15v5h14v-5M10 6.500h4M10 12h4M10 17.500h4',
  panel_left: 'M4 5h16v14H4zM10 5v14',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  external: 'M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9',
  shrink: 'M20 10h-6V4M14 10l6-6M4 14h6v6M10 14l-6 6',
  settings:
    'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6M19.400 13.500l1.600 1.200-2 3.500-1.900-.8a7.500 7.500 0 0 1-2.600 1.500L14.200 21h-4.400l-.3-2.100a7.500 7.500 0 0 1-2.600-1.500l-1.900.8-2-3.500 1.600-1.200a7.600 7.600 0 0 1 0-3L3 9.300l2-3.500 1.900.8a7.500 7.500 0 0 1 2.600-1.500L9.800 3h4.400l.3 2.100a7.500 7.500 0 0 1 2.600 1.500l1.900-.8 2 3.500-1.600 1.200a7.600 7.600 0 0 1 0 3',
  key: 'M8 15.500a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 11.500h9M18 11.500v3.500M15 11.500v2.500',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.500 2',
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={shapes[name]} />
    </svg>
  );
}
