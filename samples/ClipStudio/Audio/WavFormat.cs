using System.Buffers.Binary;
using System.Text;

namespace ClipStudio.Audio;

/// <summary>Where a PCM16 WAV file keeps its samples. Reading the header costs nothing, so sizes are known before memory is asked for.</summary>
internal sealed record WavFormat(string Path, int SampleRate, int Channels, long DataOffset, int DataBytes)
{
    private const ushort Pcm = 1;
    private const string Convert = "Convert it with: ffmpeg -i IN -ac 1 -ar 16000 -c:a pcm_s16le OUT.wav";

    public int Frames => DataBytes / (2 * Channels);

    public TimeSpan Duration => TimeSpan.FromSeconds((double)Frames / SampleRate);

    public static WavFormat Probe(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[12];
        if (file.ReadAtLeast(header, 12, throwOnEndOfStream: false) < 12 || !header[..4].SequenceEqual("RIFF"u8) || !header[8..].SequenceEqual("WAVE"u8))
            throw new StudioException(path, "this is not a WAV file (no RIFF/WAVE header)", Convert);

        (int rate, int channels) = (0, 0);
        Span<byte> chunk = stackalloc byte[8];
        Span<byte> format = stackalloc byte[16];
        while (file.ReadAtLeast(chunk, 8, throwOnEndOfStream: false) == 8)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            long next = file.Position + size + (size & 1);   // chunks are padded to even length
            if (chunk[..4].SequenceEqual("fmt "u8))
            {
                if (size < 16 || file.ReadAtLeast(format, 16, throwOnEndOfStream: false) < 16)
                    throw new StudioException(path, "the WAV format chunk is cut off", "Get the file again");
                (rate, channels) = ReadFormat(path, format);
            }
            else if (chunk[..4].SequenceEqual("data"u8))
            {
                return ForData(path, file, rate, channels, size);
            }

            if (next > file.Length)
                throw new StudioException(path, $"the chunk '{Encoding.ASCII.GetString(chunk[..4])}' ends {next - file.Length} bytes after the file does", "Get the file again");
            file.Position = next;
        }

        throw new StudioException(path, "the WAV file has no samples (no 'data' chunk)", "Get the file again");
    }

    private static (int Rate, int Channels) ReadFormat(string path, ReadOnlySpan<byte> format)
    {
        ushort encoding = BinaryPrimitives.ReadUInt16LittleEndian(format);
        ushort channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        ushort bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (encoding != Pcm || bits != 16 || channels is < 1 or > 2)
            throw new StudioException(path, $"the samples are encoding {encoding}, {bits} bit, {channels} channels; only 16-bit PCM with 1 or 2 channels is read", Convert);
        if (rate != MelSpectrogram.SampleRate)
            throw new StudioException(path, $"the sample rate is {rate} Hz; the model was trained on {MelSpectrogram.SampleRate} Hz", Convert);
        return ((int)rate, channels);
    }

    private static WavFormat ForData(string path, FileStream file, int rate, int channels, uint size)
    {
        if (channels == 0)
            throw new StudioException(path, "the samples come before their format", "Get the file again");
        if (file.Position + size > file.Length)
            throw new StudioException(path, $"the file is cut off: the header promises {size} bytes of samples, {file.Length - file.Position} are there", "Get the file again");
        if (size > int.MaxValue)
            throw new StudioException(path, "the recording is longer than 2 GB", "Cut it into parts");
        var format = new WavFormat(path, rate, channels, file.Position, (int)size);
        return format.Frames >= MelSpectrogram.SamplesFor(MelSpectrogram.WindowFrames)
            ? format
            : throw new StudioException(path, $"the recording lasts {format.Duration.TotalSeconds:0.00} s, shorter than one window of the model", "Use a longer recording");
    }
}
