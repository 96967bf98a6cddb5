"""Every address of the product: which method gives whom which status.

One line a method of an address. The eight numbers are what these people get, in this order: viewer, annotator,
reviewer, adjudicator, manager, administrator of the site, member of another project, nobody (not signed in).

After an address with `{id}` stands the row that is meant (see `tests/world.py`: the mark and the claim are the
annotator's, what was asked for is the manager's). Requests carry an empty body and no version, so that whoever is let
through gets the refusal of the body (400, 415, 422, 428) where there is something to say, and the others must not get
so far. A new address is added here, or the test fails.
"""

from tests.routes_borrowed import BORROWED

TABLE = (
    BORROWED
    + r"""
# The process and its health; the words of scripts in the reader's language; the description of the API
200 200 200 200 200 200 200 200  GET    /healthz
200 200 200 200 200 200 200 200  GET    /readyz
200 200 200 200 200 200 200 200  GET    /words.js
200 200 200 200 200 200 200 401  GET    /api/v1/schema

# Accounts, tokens, jobs of the site
400 400 400 400 400 400 400 400  POST   /api/v1/auth/token
400 400 400 400 400 400 400 401  DELETE /api/v1/auth/token
200 200 200 200 200 200 200 401  GET    /api/v1/auth/tokens
404 404 404 404 404 404 404 401  DELETE /api/v1/auth/tokens/{key}
200 200 200 200 200 200 200 401  GET    /api/v1/me
403 403 403 403 403 200 403 401  GET    /api/v1/site-invitations
403 403 403 403 403 201 403 401  POST   /api/v1/site-invitations
403 403 403 403 403 204 403 401  DELETE /api/v1/site-invitations/{id}  site invitation
403 403 403 403 403 200 403 401  GET    /api/v1/jobs
404 404 404 404 200 200 404 401  GET    /api/v1/jobs/{id}  job
404 404 404 404 200 200 404 401  POST   /api/v1/jobs/{id}/cancel  job
404 404 404 404 409 409 404 401  POST   /api/v1/jobs/{id}/retry  job
403 403 403 403 403 200 403 401  GET    /api/v1/users
403 403 403 403 403 400 403 401  POST   /api/v1/users
403 403 403 403 403 200 403 401  GET    /api/v1/users/{id}  user
403 403 403 403 403 200 403 401  PATCH  /api/v1/users/{id}  user
403 403 403 403 403 201 403 401  POST   /api/v1/users/{id}/reset-link  user
403 403 403 403 403 200 403 401  GET    /api/v1/unmanaged-projects
403 403 403 403 403 400 403 401  POST   /api/v1/unmanaged-projects/{id}/manager  unmanaged project
200 200 200 200 200 200 200 302  GET    /
200 200 200 200 200 200 200 302  GET    /palette
200 200 200 200 200 200 200 302  GET    /account
302 302 302 302 302 302 302 302  POST   /account
201 201 201 201 201 201 201 302  POST   /account/tokens
404 404 404 404 404 404 404 302  POST   /account/tokens/{key}/revoke
302 302 302 302 302 302 302 302  POST   /account/end-sessions
404 404 404 404 404 404 404 404  GET    /invitations/{secret}
404 404 404 404 404 404 404 404  POST   /invitations/{secret}
403 403 403 403 403 302 403 302  GET    /admin
403 403 403 403 403 200 403 302  GET    /admin/users
403 403 403 403 403 422 403 302  POST   /admin/users/new
403 403 403 403 403 201 403 302  POST   /admin/users/invite
403 403 403 403 403 302 403 302  POST   /admin/invitations/{id}/revoke  site invitation
403 403 403 403 403 200 403 302  GET    /admin/users/{id}  user
403 403 403 403 403 302 403 302  POST   /admin/users/{id}  user
403 403 403 403 403 302 403 302  POST   /admin/users/{id}/suspend  user
403 403 403 403 403 302 403 302  POST   /admin/users/{id}/reactivate  user
403 403 403 403 403 201 403 302  POST   /admin/users/{id}/reset-link  user
403 403 403 403 403 200 403 302  GET    /admin/unmanaged/{id}  unmanaged project
403 403 403 403 403 422 403 302  POST   /admin/unmanaged/{id}  unmanaged project
403 403 403 403 403 200 403 302  GET    /admin/jobs
403 403 403 403 403 302 403 302  POST   /admin/jobs/{id}/cancel  job
403 403 403 403 403 302 403 302  POST   /admin/jobs/{id}/retry  job

# Projects and their people
200 200 200 200 200 200 200 401  GET    /api/v1/projects
403 403 403 403 403 400 403 401  POST   /api/v1/projects
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}
403 403 403 403 428 404 404 401  PATCH  /api/v1/projects/{slug}
204 204 204 204 204 404 404 401  POST   /api/v1/projects/{slug}/leave
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/members
403 403 403 403 400 404 404 401  POST   /api/v1/projects/{slug}/members
200 200 200 200 200 404 404 401  GET    /api/v1/members/{id}  member
403 403 403 403 428 404 404 401  PATCH  /api/v1/members/{id}  member
403 403 403 403 204 404 404 401  DELETE /api/v1/members/{id}  member
403 403 403 403 200 404 404 401  GET    /api/v1/members/{id}/open-work  member
403 403 403 403 400 404 404 401  POST   /api/v1/members/{id}/open-work  member
403 403 403 403 200 404 404 401  GET    /api/v1/projects/{slug}/imported-names
403 403 403 403 200 404 404 401  GET    /api/v1/imported-names/{id}  name
403 403 403 403 428 404 404 401  PATCH  /api/v1/imported-names/{id}  name
403 403 403 403 200 404 404 401  GET    /api/v1/projects/{slug}/invitations
403 403 403 403 400 404 404 401  POST   /api/v1/projects/{slug}/invitations
403 403 403 403 200 404 404 401  DELETE /api/v1/invitations/{id}  invitation
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/events
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/stream
404 428 403 403 403 404 404 401  PATCH  /api/v1/comments/{id}  comment
404 428 403 403 403 404 404 401  DELETE /api/v1/comments/{id}  comment
404 428 403 403 403 404 404 401  POST   /api/v1/comments/{id}/restore  comment
404 200 200 200 200 404 404 401  POST   /api/v1/threads/{id}/resolve  thread
404 200 200 200 200 404 404 401  POST   /api/v1/threads/{id}/reopen  thread
404 204 204 204 204 404 404 401  POST   /api/v1/threads/{id}/read  thread
403 403 403 403 403 200 403 302  GET    /projects/new
403 403 403 403 403 422 403 302  POST   /projects/new
200 200 200 200 200 404 404 302  GET    /projects/{slug}/
200 200 200 200 200 404 404 302  GET    /projects/{slug}/palette
302 302 302 302 302 404 404 302  POST   /projects/{slug}/leave
200 200 200 200 200 404 404 302  GET    /projects/{slug}/settings
403 403 403 403 422 404 404 302  POST   /projects/{slug}/settings
403 403 200 200 200 404 404 302  GET    /projects/{slug}/history
200 200 200 200 200 404 404 302  GET    /projects/{slug}/people
403 403 403 403 422 404 404 302  POST   /projects/{slug}/people/add
403 403 403 403 422 404 404 302  POST   /projects/{slug}/people/invite
403 403 403 403 302 404 404 302  POST   /projects/{slug}/people/bulk
403 403 403 403 302 404 404 302  POST   /projects/{slug}/people/invitations/{id}/revoke  invitation
403 403 403 403 200 404 404 302  GET    /projects/{slug}/people/names
403 403 403 403 200 404 404 302  GET    /projects/{slug}/people/names/{id}  name
403 403 403 403 422 404 404 302  POST   /projects/{slug}/people/names/{id}  name
403 403 403 403 302 404 404 302  POST   /projects/{slug}/people/names/{id}/unmap  name
200 200 200 200 200 404 404 302  GET    /projects/{slug}/people/{id}  member
403 403 403 403 422 404 404 302  POST   /projects/{slug}/people/{id}  member
403 403 403 403 302 404 404 302  POST   /projects/{slug}/people/{id}/suspend  member
403 403 403 403 302 404 404 302  POST   /projects/{slug}/people/{id}/reactivate  member
403 403 403 403 302 404 404 302  POST   /projects/{slug}/people/{id}/remove  member
403 403 403 403 302 404 404 302  POST   /projects/{slug}/people/{id}/hand-on  member

# What is read
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/documents
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}  document
403 403 403 403 428 404 404 401  PATCH  /api/v1/documents/{id}  document
403 403 403 403 204 404 404 401  DELETE /api/v1/documents/{id}  document
404 404 404 404 404 404 404 401  POST   /api/v1/documents/{id}/restore  document
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/text  document
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/citation  document
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/file  document
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/revisions  document
403 403 403 403 400 404 404 401  POST   /api/v1/documents/{id}/revisions  document
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/readings  document
403 200 200 200 200 404 404 401  POST   /api/v1/documents/{id}/finish  document
403 200 409 409 409 404 404 401  POST   /api/v1/documents/{id}/reveal  document
403 409 409 409 409 404 404 401  POST   /api/v1/documents/{id}/resume  document
403 403 403 403 400 404 404 401  POST   /api/v1/documents/{id}/reopen  document
403 403 403 403 400 404 404 401  POST   /api/v1/documents/{id}/release  document
403 403 403 400 400 404 404 401  POST   /api/v1/documents/{id}/unblind  document
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/presence  document
400 400 400 400 400 404 404 401  PUT    /api/v1/documents/{id}/presence  document
204 204 204 204 204 404 404 401  DELETE /api/v1/documents/{id}/presence  document
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/comments  document
403 400 400 400 400 404 404 401  POST   /api/v1/documents/{id}/comments  document
200 200 200 200 200 404 404 401  GET    /api/v1/revisions/{id}  revision
200 200 200 200 200 404 404 401  GET    /api/v1/revisions/{id}/diff  revision
200 200 200 200 200 404 404 401  GET    /api/v1/revisions/{id}/text  revision
200 200 200 200 200 404 404 401  GET    /api/v1/revisions/{id}/sections  revision
403 403 403 403 200 404 404 401  GET    /api/v1/projects/{slug}/imports
403 403 403 403 415 404 404 401  POST   /api/v1/projects/{slug}/imports
403 403 403 403 200 404 404 401  GET    /api/v1/imports/{id}  import
403 403 403 403 200 404 404 401  POST   /api/v1/imports/{id}/cancel  import
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/publishers
403 403 403 403 400 404 404 401  POST   /api/v1/projects/{slug}/publishers
200 200 200 200 200 404 404 401  GET    /api/v1/publishers/{id}  publisher
403 403 403 403 428 404 404 401  PATCH  /api/v1/publishers/{id}  publisher
200 200 200 200 200 404 404 401  GET    /api/v1/publishers/{id}/ratings  publisher
403 403 403 403 428 404 404 401  POST   /api/v1/publishers/{id}/ratings  publisher
403 403 403 403 400 404 404 401  POST   /api/v1/publishers/{id}/merge  publisher
403 403 403 403 409 404 404 401  POST   /api/v1/publishers/{id}/split  publisher
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/entities
403 400 400 400 400 404 404 401  POST   /api/v1/projects/{slug}/entities
200 200 200 200 200 404 404 401  GET    /api/v1/entities/{id}  entity
403 428 428 428 428 404 404 401  PATCH  /api/v1/entities/{id}  entity
403 403 428 428 428 404 404 401  DELETE /api/v1/entities/{id}  entity
404 404 404 404 404 404 404 401  POST   /api/v1/entities/{id}/restore  entity
403 403 400 400 400 404 404 401  POST   /api/v1/entities/{id}/merge  entity
403 403 409 409 409 404 404 401  POST   /api/v1/entities/{id}/split  entity
403 400 400 400 400 404 404 401  POST   /api/v1/entities/{id}/aliases  entity
403 400 400 400 400 404 404 401  POST   /api/v1/entities/{id}/identifiers  entity
200 200 200 200 200 404 404 401  GET    /api/v1/entities/{id}/documents  entity
403 204 204 204 204 404 404 401  DELETE /api/v1/entity-aliases/{id}  alias
403 204 204 204 204 404 404 401  DELETE /api/v1/entity-identifiers/{id}  identifier
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/entities  document
403 400 400 400 400 404 404 401  POST   /api/v1/documents/{id}/entities  document
403 204 204 204 204 404 404 401  DELETE /api/v1/document-entities/{id}  appearance
400 400 400 400 400 400 400 401  GET    /api/v1/search
400 400 400 400 400 400 400 401  GET    /api/v1/concordance
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/saved-searches
403 400 400 400 400 404 404 401  POST   /api/v1/projects/{slug}/saved-searches
403 204 403 403 204 404 404 401  DELETE /api/v1/saved-searches/{id}  saved search
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/document-relations
403 403 202 202 202 404 404 401  POST   /api/v1/projects/{slug}/comparisons
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/document-relations  document
403 403 400 400 400 404 404 401  POST   /api/v1/documents/{id}/document-relations  document
200 200 200 200 200 404 404 401  GET    /api/v1/document-relations/{id}  document relation
403 403 428 428 428 404 404 401  PATCH  /api/v1/document-relations/{id}  document relation
403 403 428 428 428 404 404 401  DELETE /api/v1/document-relations/{id}  document relation
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/origin  document
403 403 428 428 428 404 404 401  PUT    /api/v1/documents/{id}/origin  document
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/search-index
403 403 403 403 202 404 404 401  POST   /api/v1/projects/{slug}/search-index/rebuild
200 200 200 200 200 404 404 302  GET    /projects/{slug}/documents
403 403 403 403 302 404 404 302  POST   /projects/{slug}/documents/delete
403 403 403 403 302 404 404 302  POST   /projects/{slug}/documents/restore
200 200 200 200 200 404 404 302  GET    /projects/{slug}/documents/{id}  document
403 403 403 403 400 404 404 302  POST   /projects/{slug}/documents/{id}  document
403 403 403 403 400 404 404 302  POST   /projects/{slug}/documents/{id}/citation  document
403 302 302 302 302 404 404 302  POST   /projects/{slug}/documents/{id}/finish  document
403 302 302 302 302 404 404 302  POST   /projects/{slug}/documents/{id}/reveal  document
403 302 302 302 302 404 404 302  POST   /projects/{slug}/documents/{id}/resume  document
403 403 403 302 302 404 404 302  POST   /projects/{slug}/documents/{id}/unblind  document
403 403 403 403 302 404 404 302  POST   /projects/{slug}/documents/{id}/readings/{participant}/reopen  document
403 403 403 403 302 404 404 302  POST   /projects/{slug}/documents/{id}/readings/{participant}/release  document
403 403 403 403 200 404 404 302  GET    /projects/{slug}/documents/{id}/revisions/replace  document
403 403 403 403 400 404 404 302  POST   /projects/{slug}/documents/{id}/revisions/replace  document
403 403 403 403 200 404 404 302  GET    /projects/{slug}/documents/{id}/revisions/edit  document
403 403 403 403 400 404 404 302  POST   /projects/{slug}/documents/{id}/revisions/edit  document
403 403 403 403 200 404 404 302  GET    /projects/{slug}/documents/{id}/revisions/blocks  document
403 403 403 403 400 404 404 302  POST   /projects/{slug}/documents/{id}/revisions/blocks  document
200 200 200 200 200 404 404 302  GET    /projects/{slug}/documents/{id}/revisions/compare  document
403 403 403 403 200 404 404 302  GET    /projects/{slug}/documents/{id}/revisions/progress  document
403 403 403 403 302 404 404 302  POST   /projects/{slug}/documents/{id}/revisions/cancel  document
403 403 403 403 302 404 404 302  POST   /projects/{slug}/documents/{id}/revisions/retry  document
403 403 403 403 200 404 404 302  GET    /projects/{slug}/imports
403 403 403 403 400 404 404 302  POST   /projects/{slug}/imports
403 403 403 403 200 404 404 302  GET    /projects/{slug}/imports/{id}  import
403 403 403 403 302 404 404 302  POST   /projects/{slug}/imports/{id}/cancel  import
200 200 200 200 200 404 404 302  GET    /projects/{slug}/search
403 302 302 302 302 404 404 302  POST   /projects/{slug}/search/save
403 302 403 403 302 404 404 302  POST   /projects/{slug}/search/saved/{id}/remove  saved search
200 200 200 200 200 404 404 302  GET    /projects/{slug}/concordance
200 200 200 200 200 404 404 302  GET    /projects/{slug}/provenance
403 403 302 302 302 404 404 302  POST   /projects/{slug}/provenance
200 200 200 200 200 404 404 302  GET    /projects/{slug}/provenance/{id}  document relation
403 403 400 400 400 404 404 302  POST   /projects/{slug}/provenance/{id}  document relation
403 302 302 302 302 404 404 302  POST   /projects/{slug}/documents/{id}/entities  document
403 302 302 302 302 404 404 302  POST   /projects/{slug}/document-entities/{id}/remove  appearance
200 200 200 200 200 404 404 302  GET    /projects/{slug}/entities
403 400 400 400 400 404 404 302  POST   /projects/{slug}/entities
200 200 200 200 200 404 404 302  GET    /projects/{slug}/entities/{id}  entity
403 400 400 400 400 404 404 302  POST   /projects/{slug}/entities/{id}  entity
403 400 400 400 400 404 404 302  POST   /projects/{slug}/entities/{id}/aliases  entity
403 400 400 400 400 404 404 302  POST   /projects/{slug}/entities/{id}/identifiers  entity
403 403 200 200 200 404 404 302  GET    /projects/{slug}/entities/{id}/merge  entity
403 403 400 400 400 404 404 302  POST   /projects/{slug}/entities/{id}/merge  entity
403 403 302 302 302 404 404 302  POST   /projects/{slug}/entities/{id}/split  entity
403 403 400 400 400 404 404 302  POST   /projects/{slug}/entities/{id}/delete  entity
403 403 404 404 404 404 404 302  POST   /projects/{slug}/entities/{id}/restore  entity
403 302 302 302 302 404 404 302  POST   /projects/{slug}/entity-aliases/{id}/remove  alias
403 302 302 302 302 404 404 302  POST   /projects/{slug}/entity-identifiers/{id}/remove  identifier
200 200 200 200 200 404 404 302  GET    /projects/{slug}/publishers
403 403 403 403 400 404 404 302  POST   /projects/{slug}/publishers
200 200 200 200 200 404 404 302  GET    /projects/{slug}/publishers/{id}  publisher
403 403 403 403 400 404 404 302  POST   /projects/{slug}/publishers/{id}  publisher
403 403 403 403 400 404 404 302  POST   /projects/{slug}/publishers/{id}/rate  publisher
403 403 403 403 200 404 404 302  GET    /projects/{slug}/publishers/{id}/merge  publisher
403 403 403 403 400 404 404 302  POST   /projects/{slug}/publishers/{id}/merge  publisher
403 403 403 403 302 404 404 302  POST   /projects/{slug}/publishers/{id}/split  publisher

# What is marked
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/labels
403 403 403 403 400 404 404 401  POST   /api/v1/projects/{slug}/labels
200 200 200 200 200 404 404 401  GET    /api/v1/labels/{id}  label
403 403 403 403 428 404 404 401  PATCH  /api/v1/labels/{id}  label
403 403 403 403 428 404 404 401  DELETE /api/v1/labels/{id}  label
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/annotations  document
403 400 403 403 400 404 404 401  POST   /api/v1/documents/{id}/annotations  document
403 400 403 403 400 404 404 401  POST   /api/v1/documents/{id}/annotations/bulk  document
403 400 403 403 400 404 404 401  POST   /api/v1/documents/{id}/annotations/steps  document
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/marks  document
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/placements  document
404 200 200 200 200 404 404 401  GET    /api/v1/placements/{id}  placement
404 428 403 428 428 404 404 401  PATCH  /api/v1/placements/{id}  placement
200 200 200 200 200 404 404 401  GET    /api/v1/documents/{id}/relations  document
403 400 403 403 400 404 404 401  POST   /api/v1/documents/{id}/relations  document
404 200 200 200 200 404 404 401  GET    /api/v1/relations/{id}  relation
404 428 403 403 403 404 404 401  DELETE /api/v1/relations/{id}  relation
404 428 403 403 403 404 404 401  POST   /api/v1/relations/{id}/restore  relation
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/relation-kinds
403 403 403 403 400 404 404 401  POST   /api/v1/projects/{slug}/relation-kinds
200 200 200 200 200 404 404 401  GET    /api/v1/relation-kinds/{id}  relation kind
403 403 403 403 428 404 404 401  PATCH  /api/v1/relation-kinds/{id}  relation kind
404 200 200 200 200 404 404 401  GET    /api/v1/annotations/{id}  annotation
404 428 403 403 403 404 404 401  PATCH  /api/v1/annotations/{id}  annotation
404 428 403 403 403 404 404 401  DELETE /api/v1/annotations/{id}  annotation
404 428 403 403 403 404 404 401  POST   /api/v1/annotations/{id}/restore  annotation
404 200 200 200 200 404 404 401  GET    /api/v1/annotations/{id}/history  annotation
404 200 200 200 200 404 404 401  GET    /api/v1/annotations/{id}/comments  annotation
404 400 400 400 400 404 404 401  POST   /api/v1/annotations/{id}/comments  annotation
200 200 200 200 200 404 404 302  GET    /projects/{slug}/codebook
403 403 403 403 400 404 404 302  POST   /projects/{slug}/codebook
200 200 200 200 200 404 404 302  GET    /projects/{slug}/codebook/labels.json
403 403 403 403 200 404 404 302  GET    /projects/{slug}/codebook/{id}  label
403 403 403 403 400 404 404 302  POST   /projects/{slug}/codebook/{id}  label
403 403 403 403 302 404 404 302  POST   /projects/{slug}/codebook/{id}/move  label
403 403 403 403 302 404 404 302  POST   /projects/{slug}/codebook/{id}/archive  label
403 403 403 403 302 404 404 302  POST   /projects/{slug}/codebook/{id}/restore  label
200 200 200 200 200 404 404 302  GET    /projects/{slug}/codebook/relations
403 403 403 403 400 404 404 302  POST   /projects/{slug}/codebook/relations
403 403 403 403 200 404 404 302  GET    /projects/{slug}/codebook/relations/{id}  relation kind
403 403 403 403 400 404 404 302  POST   /projects/{slug}/codebook/relations/{id}  relation kind
403 403 403 403 302 404 404 302  POST   /projects/{slug}/codebook/relations/{id}/archive  relation kind
403 403 403 403 302 404 404 302  POST   /projects/{slug}/codebook/relations/{id}/restore  relation kind
200 200 200 200 200 404 404 302  GET    /projects/{slug}/documents/{id}/annotate  document
403 200 403 200 200 404 404 302  GET    /projects/{slug}/documents/{id}/settle  document
403 302 403 302 302 404 404 302  POST   /projects/{slug}/documents/{id}/settle  document
403 302 403 302 302 404 404 302  POST   /projects/{slug}/documents/{id}/settle/reopen  document

# What is believed
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/claims
403 400 400 403 403 404 404 401  POST   /api/v1/projects/{slug}/claims
403 403 403 400 403 404 404 401  POST   /api/v1/projects/{slug}/claims/confirm
404 200 200 200 200 404 404 401  GET    /api/v1/claims/{id}  claim
404 428 403 403 428 404 404 401  PATCH  /api/v1/claims/{id}  claim
404 428 403 403 428 404 404 401  DELETE /api/v1/claims/{id}  claim
404 200 403 403 200 404 404 401  POST   /api/v1/claims/{id}/submit  claim
404 409 403 403 409 404 404 401  POST   /api/v1/claims/{id}/restore  claim
404 400 400 403 403 404 404 401  POST   /api/v1/claims/{id}/evidence  claim
404 403 200 200 200 404 404 401  GET    /api/v1/claims/{id}/verdicts  claim
404 403 400 403 403 404 404 401  POST   /api/v1/claims/{id}/verdicts  claim
404 200 200 200 200 404 404 401  GET    /api/v1/claims/{id}/adjudication  claim
404 403 403 400 403 404 404 401  POST   /api/v1/claims/{id}/adjudication  claim
404 403 403 409 403 404 404 401  POST   /api/v1/claims/{id}/confirm  claim
404 403 403 400 403 404 404 401  POST   /api/v1/claims/{id}/reopen  claim
404 403 403 409 403 404 404 401  POST   /api/v1/claims/{id}/release  claim
404 200 200 200 200 404 404 401  GET    /api/v1/claims/{id}/comments  claim
404 400 400 400 400 404 404 401  POST   /api/v1/claims/{id}/comments  claim
404 204 403 403 204 404 404 401  DELETE /api/v1/evidence/{id}  evidence
200 200 200 200 200 404 404 302  GET    /projects/{slug}/claims
403 403 403 302 403 404 404 302  POST   /projects/{slug}/claims
403 200 200 403 403 404 404 302  GET    /projects/{slug}/claims/new
403 200 200 403 403 404 404 302  POST   /projects/{slug}/claims/new
404 200 200 200 200 404 404 302  GET    /projects/{slug}/claims/{id}  claim
403 200 403 403 200 404 404 302  GET    /projects/{slug}/claims/{id}/edit  claim
403 200 403 403 200 404 404 302  POST   /projects/{slug}/claims/{id}/edit  claim
403 200 200 403 403 404 404 302  GET    /projects/{slug}/claims/{id}/evidence  claim
403 200 200 403 403 404 404 302  POST   /projects/{slug}/claims/{id}/evidence  claim
404 422 422 422 422 404 404 302  POST   /projects/{slug}/claims/{id}/comments  claim
403 302 403 403 302 404 404 302  POST   /projects/{slug}/evidence/{id}/remove  evidence
403 302 403 403 302 404 404 302  POST   /projects/{slug}/claims/{id}/submit  claim
403 302 403 403 302 404 404 302  POST   /projects/{slug}/claims/{id}/withdraw  claim
403 302 403 403 302 404 404 302  POST   /projects/{slug}/claims/{id}/restore  claim
403 403 403 302 403 404 404 302  POST   /projects/{slug}/claims/{id}/confirm  claim
403 403 403 302 403 404 404 302  POST   /projects/{slug}/claims/{id}/release  claim
403 403 403 302 403 404 404 302  POST   /projects/{slug}/claims/{id}/reopen  claim
403 403 200 403 403 404 404 302  GET    /projects/{slug}/review
403 403 404 403 403 404 404 302  POST   /projects/{slug}/review
403 403 403 200 403 404 404 302  GET    /projects/{slug}/adjudicate
403 403 403 302 403 404 404 302  POST   /projects/{slug}/adjudicate
403 403 403 200 403 404 404 302  GET    /projects/{slug}/adjudicate/{id}  claim
403 403 403 400 403 404 404 302  POST   /projects/{slug}/adjudicate/{id}  claim

# What leaves
200 200 200 200 200 404 404 401  GET    /api/v1/projects/{slug}/exports
400 400 400 400 400 404 404 401  POST   /api/v1/projects/{slug}/exports
404 404 404 404 200 404 404 401  GET    /api/v1/exports/{id}  export
404 404 404 404 204 404 404 401  DELETE /api/v1/exports/{id}  export
404 404 404 404 202 404 404 401  POST   /api/v1/exports/{id}/cancel  export
404 404 404 404 409 404 404 401  GET    /api/v1/exports/{id}/file  export
200 200 200 200 200 404 404 302  GET    /projects/{slug}/exports
400 400 400 400 400 404 404 302  POST   /projects/{slug}/exports
404 404 404 404 302 404 404 302  GET    /projects/{slug}/exports/{id}  export
404 404 404 404 302 404 404 302  POST   /projects/{slug}/exports/{id}/cancel  export
404 404 404 404 302 404 404 302  POST   /projects/{slug}/exports/{id}/remove  export
404 404 404 404 409 404 404 302  GET    /projects/{slug}/exports/{id}/file  export
"""
)
