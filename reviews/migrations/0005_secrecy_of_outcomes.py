"""A fifth kind of secrecy: what was decided of a claim. Adjudications have it, and the events that carry an outcome.

The columns of an event that the policy reads are no part of what its hash covers.
"""

from django.db import migrations, models

SECRECIES = [
    ("open", "Open"),
    ("mark", "One reader's mark"),
    ("claim", "A claim, which may rest on marks"),
    ("verdict", "One reviewer's verdict"),
    ("outcome", "What was decided of a claim"),
]

ADJUDICATIONS = "UPDATE reviews_adjudication SET secrecy = 'outcome'"
EVENTS = """
UPDATE projects_event SET secrecy = 'outcome'
WHERE secrecy = 'claim' AND kind LIKE 'claim.%' AND (before->>'decision' <> '' OR after->>'decision' <> '')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0004_claims_by_marking"),
        ("projects", "0005_secrecy_of_outcomes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="secrecy",
            field=models.CharField(choices=SECRECIES, default="claim", max_length=10),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="secrecy",
            field=models.CharField(choices=SECRECIES, default="claim", max_length=10),
        ),
        migrations.AlterField(
            model_name="verdict",
            name="secrecy",
            field=models.CharField(choices=SECRECIES, default="verdict", max_length=10),
        ),
        migrations.AlterField(
            model_name="adjudication",
            name="secrecy",
            field=models.CharField(choices=SECRECIES, default="outcome", max_length=10),
        ),
        migrations.RunSQL(ADJUDICATIONS, "UPDATE reviews_adjudication SET secrecy = 'claim'"),
        migrations.RunSQL(EVENTS, "UPDATE projects_event SET secrecy = 'claim' WHERE secrecy = 'outcome'"),
    ]
