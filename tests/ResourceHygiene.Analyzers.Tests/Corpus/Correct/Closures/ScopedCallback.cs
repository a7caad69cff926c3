public sealed class Progress
{
    private Action<int>? _report;

    public void With(TextWriter output, Action work)
    {
        using var buffered = new StringWriter();
        _report = percent => buffered.WriteLine(percent);
        try
        {
            work();
            output.Write(buffered.ToString());
        }
        finally
        {
            _report = null;
        }
    }

    public void Report(int percent) => _report?.Invoke(percent);
}
