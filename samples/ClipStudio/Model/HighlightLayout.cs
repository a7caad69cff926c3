using ClipStudio.Audio;

namespace ClipStudio.Model;

/// <summary>The model's shape, shared with the tool that trains it: half a second of mel bands in, four probabilities out.</summary>
internal static class HighlightLayout
{
    public const int Inputs = MelSpectrogram.WindowFrames * MelSpectrogram.Bands;
    public const int Hidden = 256;
    public const int Classes = 4;

    public const int Silence = 0;
    public const int Music = 1;
    public const int Calm = 2;
    public const int Lively = 3;

    public const string Labels = "silence,music,calm,lively";

    public static (string Name, int[] Shape)[] Tensors { get; } =
    [
        ("hidden.weight", [Hidden, Inputs]),
        ("hidden.bias", [Hidden]),
        ("output.weight", [Classes, Hidden]),
        ("output.bias", [Classes]),
    ];
}
