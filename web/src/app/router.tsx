// Every address of the desktop. What is searched, sorted and open is in the address, so that going
// back, reloading and sending a link all work.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { parse_accounts_search } from '@/lib/administration/search';
import { parse_list_search } from '@/lib/records/list-search';
import { may_read } from '@/lib/session/rights';
import { NotFound } from './not-found';
import { Shell } from './shell';

// What the person may see first of all.
function first_area() {
  if (may_read('contact')) return '/contacts';
  return may_read('contact_person') ? '/contact-persons' : '/registers';
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: first_area(), replace: true });
  },
});

const contacts = createRoute({
  getParentRoute: () => root,
  path: '/contacts',
  validateSearch: parse_list_search,
  component: lazyRouteComponent(() => import('@/features/contacts/contacts-page'), 'ContactsPage'),
});

const new_contact = createRoute({
  getParentRoute: () => contacts,
  path: 'new',
  component: lazyRouteComponent(() => import('@/features/contacts/new-contact'), 'NewContact'),
});

const contact = createRoute({
  getParentRoute: () => contacts,
  path: '$id',
  component: lazyRouteComponent(() => import('@/features/contacts/contact-card'), 'ContactCard'),
});

const persons = createRoute({
  getParentRoute: () => root,
  path: '/contact-persons',
  validateSearch: parse_list_search,
  component: lazyRouteComponent(
    () => import('@/features/contact-persons/contact-persons-page'),
    'ContactPersonsPage',
  ),
});

const person = createRoute({
  getParentRoute: () => persons,
  path: '$id',
  component: lazyRouteComponent(
    () => import('@/features/contact-persons/contact-person-card'),
    'ContactPersonCard',
  ),
});

const registers = createRoute({
  getParentRoute: () => root,
  path: '/registers',
  beforeLoad: ({ location }) => {
    if (/^\/registers\/?$/.test(location.pathname)) {
      throw redirect({ to: '/registers/$type', params: { type: 'employee' }, replace: true });
    }
  },
});

const register = createRoute({
  getParentRoute: () => registers,
  path: '$type',
  validateSearch: parse_list_search,
  component: lazyRouteComponent(() => import('@/features/registers/register-page'), 'RegisterPage'),
});

const register_record = createRoute({
  getParentRoute: () => register,
  path: '$id',
  component: lazyRouteComponent(() => import('@/features/registers/register-card'), 'RegisterCard'),
});

const synchronisation = createRoute({
  getParentRoute: () => root,
  path: '/synchronisation',
  validateSearch: (search: Record<string, unknown>): { tab?: 'conflicts' | 'log' } =>
    search.tab === 'log' ? { tab: 'log' } : {},
  component: lazyRouteComponent(
    () => import('@/features/synchronisation/synchronisation-page'),
    'SynchronisationPage',
  ),
});

// One page so far.
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  beforeLoad: ({ location }) => {
    if (/^\/settings\/?$/.test(location.pathname)) {
      throw redirect({ to: '/settings/accounts', replace: true });
    }
  },
});

const accounts = createRoute({
  getParentRoute: () => settings,
  path: 'accounts',
  validateSearch: parse_accounts_search,
  component: lazyRouteComponent(
    () => import('@/features/administration/administration-page'),
    'AdministrationPage',
  ),
});

const roles = createRoute({
  getParentRoute: () => settings,
  path: 'roles',
  component: lazyRouteComponent(() => import('@/features/roles/roles-page'), 'RolesPage'),
});

const audit = createRoute({
  getParentRoute: () => settings,
  path: 'audit',
  component: lazyRouteComponent(() => import('@/features/audit/audit-page'), 'AuditPage'),
});

const programs = createRoute({
  getParentRoute: () => settings,
  path: 'programs',
  component: lazyRouteComponent(() => import('@/features/clients/clients-page'), 'ClientsPage'),
});

const allowed_programs = createRoute({
  getParentRoute: () => root,
  path: '/account/programs',
  component: lazyRouteComponent(
    () => import('@/features/programs/allowed-programs-page'),
    'AllowedProgramsPage',
  ),
});

const profile = createRoute({
  getParentRoute: () => root,
  path: '/profile',
  component: lazyRouteComponent(() => import('@/features/account/profile-page'), 'ProfilePage'),
});

const tree = root.addChildren([
  start,
  contacts.addChildren([new_contact, contact]),
  persons.addChildren([person]),
  registers.addChildren([register.addChildren([register_record])]),
  synchronisation,
  allowed_programs,
  settings.addChildren([accounts, roles, programs, audit]),
  profile,
]);

export function make_router() {
  return createRouter({ routeTree: tree, defaultPreload: 'intent', scrollRestoration: false });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof make_router>;
  }
}
