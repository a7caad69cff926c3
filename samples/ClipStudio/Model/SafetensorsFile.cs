using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using ResourceHygiene.Cuda;

namespace ClipStudio.Model;

/// <summary>
/// The header of a safetensors file: an 8-byte length, then JSON that names each tensor's type, shape and place.
/// Checked completely before any tensor is read, so that a damaged file costs no memory.
/// </summary>
internal sealed class SafetensorsFile
{
    private const string Remedy = "Get the model again, or train it with samples/ClipStudio.Data";
    private const int LongestHeader = 1 << 20;
    private const int ElementsAtOnce = 1 << 16;

    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly long _dataStart;

    private SafetensorsFile(string path, long headerLength)
    {
        Path = path;
        _dataStart = 8 + headerLength;
    }

    public string Path { get; }

    public static SafetensorsFile Open(string path)
    {
        if (!File.Exists(path))
            throw new StudioException(path, "there is no such model file", "Name a safetensors file after --model, or leave the option out");
        using FileStream file = File.OpenRead(path);
        Span<byte> prefix = stackalloc byte[8];
        if (file.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw new StudioException(path, "this is not a safetensors file (shorter than its 8-byte header length)", Remedy);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader || (long)length > file.Length - 8)
            throw new StudioException(path, $"the safetensors header claims {length} bytes, the file has {file.Length - 8}", Remedy);

        var result = new SafetensorsFile(path, (long)length);
        byte[] json = new byte[length];
        file.ReadExactly(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonProperty entry in document.RootElement.EnumerateObject())
            {
                if (entry.Name != "__metadata__")
                    result.Add(entry, file.Length);
            }
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new StudioException(path, "the safetensors header is damaged (no valid JSON, or an entry without dtype, shape and offsets)", Remedy);
        }

        return result;
    }

    /// <summary>Fails unless the tensor exists as float32 with this shape; returns its length in elements.</summary>
    public int Require(string name, ReadOnlySpan<int> shape)
    {
        if (!_tensors.TryGetValue(name, out Tensor tensor))
            throw new StudioException(Path, $"the tensor '{name}' is missing", Remedy);
        if (tensor.Type != "F32" || !tensor.Shape.AsSpan().SequenceEqual(shape))
            throw new StudioException(Path, $"the tensor '{name}' is {tensor.Type}[{string.Join(',', tensor.Shape)}], expected F32[{string.Join(',', shape.ToArray())}]", Remedy);
        int elements = 1;
        foreach (int dimension in shape)
            elements *= dimension;
        if (tensor.End - tensor.Begin != elements * 4L)
            throw new StudioException(Path, $"the tensor '{name}' has {tensor.End - tensor.Begin} bytes, its shape needs {elements * 4L}", Remedy);
        return elements;
    }

    /// <summary>Reads a tensor into a buffer, piece by piece: there is never a second copy of it in memory.</summary>
    public void Read(string name, DeviceBuffer<float> destination, long at, int length)
    {
        using FileStream file = File.OpenRead(Path);
        file.Position = _dataStart + _tensors[name].Begin;
        float[] buffer = new float[Math.Min(length, ElementsAtOnce)];
        for (int done = 0; done < length; done += buffer.Length)
        {
            Span<float> part = buffer.AsSpan(0, Math.Min(buffer.Length, length - done));
            file.ReadExactly(MemoryMarshal.AsBytes(part));   // little-endian, as every platform that .NET runs on today
            destination.CopyFrom(part, at + done);
        }
    }

    private void Add(JsonProperty entry, long fileLength)
    {
        int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt32())];
        JsonElement offsets = entry.Value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2)
            throw new FormatException();
        (long begin, long end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (begin < 0 || end < begin || end > fileLength - _dataStart)
            throw new StudioException(Path, $"the tensor '{entry.Name}' lies outside the file (bytes {begin} to {end} of {fileLength - _dataStart})", Remedy);
        _tensors.Add(entry.Name, new(entry.Value.GetProperty("dtype").GetString() ?? "", shape, begin, end));
    }

    private readonly record struct Tensor(string Type, int[] Shape, long Begin, long End);
}
