using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ClipStudio.Audio;

/// <summary>Reads and writes 16-bit PCM. Samples are mono floats in [-1, 1] everywhere else.</summary>
internal static class WavFile
{
    private const int HeaderBytes = 44;

    public static void Decode(WavFormat format, Span<float> samples)
    {
        using FileStream file = File.OpenRead(format.Path);
        file.Position = format.DataOffset;
        short[] block = new short[4096 * format.Channels];
        for (int done = 0; done < format.Frames;)
        {
            int frames = Math.Min(format.Frames - done, block.Length / format.Channels);
            Span<short> part = block.AsSpan(0, frames * format.Channels);
            file.ReadExactly(MemoryMarshal.AsBytes(part));
            for (int i = 0; i < frames; i++, done++)
            {
                int sum = 0;
                for (int channel = 0; channel < format.Channels; channel++)
                    sum += part[(i * format.Channels) + channel];
                samples[done] = sum / (32768f * format.Channels);
            }
        }
    }

    public static void Write(string path, ReadOnlySpan<float> samples, int sampleRate)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        int dataBytes = samples.Length * 2;
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], HeaderBytes - 8 + dataBytes);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], sampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], dataBytes);

        using FileStream file = File.Create(path);
        file.Write(header);
        Span<byte> block = stackalloc byte[8192];
        while (!samples.IsEmpty)
        {
            int count = Math.Min(samples.Length, block.Length / 2);
            for (int i = 0; i < count; i++)
                BinaryPrimitives.WriteInt16LittleEndian(block[(i * 2)..], (short)Math.Clamp(samples[i] * 32767f, -32768f, 32767f));
            file.Write(block[..(count * 2)]);
            samples = samples[count..];
        }
    }
}
