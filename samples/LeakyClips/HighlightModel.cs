using System.IO.MemoryMappedFiles;
using System.Text;
using System.Text.Json;
using ResourceHygiene;

namespace LeakyClips;

[TrackedResource(Type = ResourceTypes.ModelWeights)]
internal sealed partial class HighlightModel
{
    [Owned] private readonly MemoryMappedFile _file;
    [Owned] private readonly MemoryMappedViewAccessor _weights;

    public HighlightModel(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path);
        _weights = _file.CreateViewAccessor(DataStart(path), 0);
        Track(path);
    }

    public HighlightModel(MemoryMappedFile file) // RH8003: this constructor forgets to call Track, so nothing it makes is in the register
    {
        _file = file;
        _weights = _file.CreateViewAccessor();
    }

    public double Score(float[] samples, TimeSpan start, TimeSpan end)
    {
        double sum = 0;
        for (int i = (int)(start.TotalSeconds * Audio.SampleRate); i < (int)(end.TotalSeconds * Audio.SampleRate); i++)
            sum += Math.Abs(samples[i] * _weights.ReadSingle((i & 1023) * sizeof(float)));
        return sum / (end - start).TotalSeconds;
    }

    private static long DataStart(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> length = stackalloc byte[8];
        file.ReadExactly(length);
        byte[] header = new byte[BitConverter.ToInt64(length)];
        file.ReadExactly(header);
        var json = JsonDocument.Parse(header); // RH1001: its memory comes from a pool and never goes back
        if (!json.RootElement.TryGetProperty("hidden.weight", out JsonElement _))
            throw new InvalidDataException($"{path} has no hidden.weight: {Encoding.UTF8.GetString(header)}");
        return 8 + header.Length;
    }
}

[TrackedResource(Type = ResourceTypes.RenderCache)]
internal sealed class FrameCache // RH8001: without 'partial' there is nothing that the generator could add to
{
    private readonly List<byte[]> _frames = [];

    public void Add(byte[] frame) => _frames.Add(frame);
}
