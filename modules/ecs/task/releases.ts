/**
 * Who puts a new image into the service.
 *
 * - `terraform`: a changed image is a changed task definition, and the next apply rolls it out.
 * - `ci`: the pipeline of the application registers task definitions and updates the service; Terraform makes the first
 *   one and leaves containers and revision alone from then on.
 */
export type Releases =
  /** `keepRevisions`: replaced revisions stay registered, to roll back by hand. Default false. */
  { readonly by: 'terraform'; readonly keepRevisions?: boolean } | { readonly by: 'ci' };
