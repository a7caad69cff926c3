using System.Diagnostics;
using System.Diagnostics.Metrics;

public sealed class MetricsDump : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Meter _meter = new("dump");
    private readonly Counter<int> _count;

    public MetricsDump()
    {
        _count = _meter.CreateCounter<int>("count");
        _listener.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _listener.SetMeasurementEventCallback<int>((_, value, _, _) => Trace.WriteLine(value));
        _listener.Start();
    }

    public void Hit() => _count.Add(1);

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }
}
