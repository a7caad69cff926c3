using ClipStudio.Memory;
using ClipStudio.Reporting;
using ResourceHygiene;
using ResourceHygiene.Cuda;

namespace ClipStudio.Model;

/// <summary>Keeps the model from one recording to the next while there is room, and loads it again when it had to go.</summary>
/// <param name="file">The model's file.</param>
/// <param name="budget">The budget of host memory.</param>
/// <param name="memory">Where the model should lie; in host memory where that has no room.</param>
/// <param name="report">Is told, once, why the model does not lie there.</param>
internal sealed class ModelCache(SafetensorsFile file, MemoryBudget budget, DeviceMemory memory, StudioReport report) : IDisposable
{
    [Owned] private HighlightModel? _model;
    private bool _hasSaidWhy;

    /// <summary>Pins the model in memory until the lease is returned.</summary>
    public Lease Open(out HighlightModel model)
    {
        Lease lease;
        while (_model is null || !_model.TryLease(out lease))
            _model = Load();

        model = _model;
        return lease;
    }

    public void Dispose() => _model?.Dispose();

    [return: Owned]
    private HighlightModel Load()
    {
        if (!memory.IsHost)
        {
            try
            {
                return new(file, memory);
            }
            catch (CudaException failure)
            {
                // Full with what others hold there, or not to be used at all: the host will do.
                if (!_hasSaidWhy)
                    report.Note("model", $"in host memory: {failure.Message}");
                _hasSaidWhy = true;
            }
        }

        budget.MakeRoom(HighlightModel.SizeInBytes(file), "the highlight model");
        return new(file, HostMemory.Shared);
    }
}
