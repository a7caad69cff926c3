using ClipStudio.Memory;
using ResourceHygiene;

namespace ClipStudio.Model;

/// <summary>Keeps the model from one recording to the next while there is room, and loads it again when it had to go.</summary>
internal sealed class ModelCache(SafetensorsFile file, MemoryBudget budget) : IDisposable
{
    [Owned] private HighlightModel? _model;

    /// <summary>Pins the model in memory until the lease is returned.</summary>
    public Lease Open(out HighlightModel model)
    {
        Lease lease;
        while (_model is null || !_model.TryLease(out lease))
        {
            budget.MakeRoom(HighlightModel.SizeInBytes(file), "the highlight model");
            _model = new(file);
        }

        model = _model;
        return lease;
    }

    public void Dispose() => _model?.Dispose();
}
