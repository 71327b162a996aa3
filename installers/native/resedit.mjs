export { Data, NtExecutable, NtExecutableResource, Resource } from 'resedit';
