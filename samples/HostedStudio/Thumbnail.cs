using ResourceHygiene;

namespace HostedStudio;

/// <summary>A picture that can be made again, and so may be let go at any time between two uses.</summary>
[TrackedResource(Type = "thumbnails", Priority = ReleasePriority.Low)]
internal sealed partial class Thumbnail
{
    private const int Bytes = 1_000_000;

    private byte[]? _pixels = new byte[Bytes];

    public Thumbnail(int number) => Track(name: $"page {number}", bytes: Bytes);

    public bool IsThere => _pixels is not null;

    partial void OnReleased(in ReleaseContext context) => _pixels = null;
}
