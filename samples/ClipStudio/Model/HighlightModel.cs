using ResourceHygiene;
using ResourceHygiene.Cuda;

namespace ClipStudio.Model;

/// <summary>
/// The weights of the highlight model, in the memory of a GPU or the host's. Needed for one stage only, so they are the first to go when room is needed;
/// from a GPU they go to the host first.
/// </summary>
[TrackedResource(Type = ResourceTypes.ModelWeights, Priority = ReleasePriority.Low)]
internal sealed partial class HighlightModel
{
    // All tensors one after another: one allocation, which is there or not.
    [Owned] private readonly DeviceBuffer<float> _weights;
    private readonly int[] _lengths;

    public HighlightModel(SafetensorsFile file, DeviceMemory memory)
    {
        _lengths = Check(file);
        _weights = new(memory, _lengths.Sum());
        try
        {
            long at = 0;
            for (int i = 0; i < _lengths.Length; at += _lengths[i++])
                file.Read(HighlightLayout.Tensors[i].Name, _weights, at, _lengths[i]);
        }
        catch
        {
            _weights.Dispose();
            throw;
        }

        Track(Path.GetFileName(file.Path), _weights.SizeInBytes, memory.Location);
    }

    public static long SizeInBytes(SafetensorsFile file) => Check(file).Sum(length => (long)length * sizeof(float));

    /// <summary>Opens the weights for the stage that needs them: in host memory as they are, from a GPU as a copy.</summary>
    [return: Owned]
    public HighlightClassifier Open()
    {
        ThrowIfReleased();
        return new(_weights, _lengths);
    }

    [Offload]
    private void ToHost(ReleaseContext context) => _weights.MoveTo(HostMemory.Shared);

    private static int[] Check(SafetensorsFile file)
        => [.. HighlightLayout.Tensors.Select(tensor => file.Require(tensor.Name, tensor.Shape))];
}
