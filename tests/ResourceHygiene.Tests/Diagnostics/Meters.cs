using System.Diagnostics.Metrics;

namespace ResourceHygiene.Tests.Diagnostics;

/// <summary>Collects what the meter of one telemetry reports; others of the process are left out.</summary>
internal sealed class Meters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<Reading> _readings = [];

    public Meters(ResourceTelemetry telemetry)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, telemetry))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyList<Reading> Readings => _readings;

    /// <summary>Reads all observable instruments anew.</summary>
    public Meters Collect()
    {
        _readings.Clear();
        _listener.RecordObservableInstruments();
        return this;
    }

    /// <summary>The one reading with this name and these tags, as <c>key=value</c>.</summary>
    public double Value(string name, params string[] tags) => Assert.Single(
        _readings,
        reading => reading.Name == name && tags.All(tag => reading.Tags.Contains(tag))).Value;

    public IEnumerable<Reading> Of(string name) => _readings.Where(reading => reading.Name == name);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var texts = new List<string>();
        foreach (var (key, tag) in tags)
            texts.Add($"{key}={tag}");
        _readings.Add(new(instrument.Name, instrument.Unit, value, texts));
    }

    internal sealed record Reading(string Name, string? Unit, double Value, IReadOnlyList<string> Tags);
}
