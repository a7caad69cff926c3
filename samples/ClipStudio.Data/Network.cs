using ClipStudio.Model;

namespace ClipStudio.Data;

/// <summary>The perceptron with its gradients. One example at a time: slow, short, and the same on every machine with the same vector width.</summary>
internal sealed class Network
{
    private readonly float[] _hiddenWeight = new float[HighlightLayout.Hidden * HighlightLayout.Inputs];
    private readonly float[] _hiddenBias = new float[HighlightLayout.Hidden];
    private readonly float[] _outputWeight = new float[HighlightLayout.Classes * HighlightLayout.Hidden];
    private readonly float[] _outputBias = new float[HighlightLayout.Classes];
    private readonly float[] _hidden = new float[HighlightLayout.Hidden];
    private readonly float[] _output = new float[HighlightLayout.Classes];
    private readonly float[] _error = new float[HighlightLayout.Hidden];

    public Network(Random random)
    {
        Fill(_hiddenWeight, MathF.Sqrt(2f / HighlightLayout.Inputs));
        Fill(_outputWeight, MathF.Sqrt(2f / HighlightLayout.Hidden));

        void Fill(float[] weights, float spread)
        {
            for (int i = 0; i < weights.Length; i++)
                weights[i] = spread * 1.7f * ((random.NextSingle() * 2) - 1);
        }
    }

    /// <summary>In the order of <see cref="HighlightLayout.Tensors"/>.</summary>
    public IEnumerable<float[]> Tensors => [_hiddenWeight, _hiddenBias, _outputWeight, _outputBias];

    public int Classify(float[] input)
    {
        Forward(input);
        return Array.IndexOf(_output, _output.Max());
    }

    /// <summary>One step of plain gradient descent; returns the loss before it.</summary>
    public float Learn(float[] input, int label, float rate)
    {
        Forward(input);
        float loss = -MathF.Log(Math.Max(_output[label], 1e-12f));
        Array.Clear(_error);
        for (int c = 0; c < _output.Length; c++)
        {
            float gradient = _output[c] - (c == label ? 1 : 0);
            Span<float> row = _outputWeight.AsSpan(c * _hidden.Length, _hidden.Length);
            for (int h = 0; h < row.Length; h++)
            {
                _error[h] += gradient * row[h];
                row[h] -= rate * gradient * _hidden[h];
            }

            _outputBias[c] -= rate * gradient;
        }

        for (int h = 0; h < _hidden.Length; h++)
        {
            if (_hidden[h] <= 0)
                continue;
            float step = rate * _error[h];
            Span<float> row = _hiddenWeight.AsSpan(h * input.Length, input.Length);
            for (int i = 0; i < row.Length; i++)
                row[i] -= step * input[i];
            _hiddenBias[h] -= step;
        }

        return loss;
    }

    private void Forward(float[] input)
    {
        Perceptron.Layer(_hiddenWeight, _hiddenBias, input, _hidden, rectify: true);
        Perceptron.Layer(_outputWeight, _outputBias, _hidden, _output, rectify: false);
        Perceptron.Softmax(_output);
    }
}
