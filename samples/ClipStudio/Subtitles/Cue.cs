namespace ClipStudio.Subtitles;

/// <summary>One subtitle: what is said from when to when.</summary>
internal sealed record Cue(int Number, TimeSpan Start, TimeSpan End, string Text);
