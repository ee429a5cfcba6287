"""Forms of summaries: types only, rights and sense are the actions'."""

from django import forms


class SummaryForm(forms.Form):
    """A narrative, typed or from a file, for a period and a cut-off."""

    title = forms.CharField(max_length=100, label="标题")
    since = forms.DateField(label="起始日期")
    until = forms.DateField(label="截止日期")
    as_of = forms.DateField(label="数据截止日", required=False)
    text = forms.CharField(label="文稿", required=False, strip=False)
    file = forms.FileField(label="文件", required=False)


class TextForm(forms.Form):
    """A draft's new wording."""

    version = forms.IntegerField()
    text = forms.CharField(strip=False)
