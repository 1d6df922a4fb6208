"""The metrics of a question as the documents let them be read together, after the words alone were read.

Words leave open what only the documents tell: that “服务” beside “政府采购” is the row of services, that in “甲支队和乙支队的三公”
each unit is asked for its own three public expenses, that “财政拨款三公经费” is one metric and not two.
"""

from assistant.grouping.regroup import regroup

__all__ = ["regroup"]
